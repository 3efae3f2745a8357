"""What is made of a picture that somebody sent, and which ones are refused."""

import io

import pytest
from PIL import Image

from uploads.pictures import read_picture
from uploads.refusals import Refused
from uploads.tests.pictures import picture, png_of_size, with_position


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def refusal(sent: bytes) -> str:
    with pytest.raises(Refused) as refused:
        read_picture(sent)
    return refused.value.code


def test_position_device_and_comment_are_gone_and_the_picture_stands_upright():
    sent = with_position()
    assert opened(sent).getexif().get_ifd(0x8825) and b"SECRETPHONE" in sent

    made = read_picture(sent)

    for content in (made.content, made.thumbnail):
        image = opened(content)
        assert image.format == "JPEG"
        assert dict(image.getexif()) == {}
        assert image.getexif().get_ifd(0x8825) == {}
        assert "exif" not in image.info and "comment" not in image.info
        assert b"SECRET" not in content and b"Exif" not in content
    # 800 x 600 on its side.
    assert (made.width, made.height) == (600, 800)
    assert opened(made.thumbnail).size == (360, 480)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_large_picture_is_brought_to_2048_pixels(kind):
    made = read_picture(picture(3000, 1500, kind))

    assert (made.width, made.height) == opened(made.content).size == (2048, 1024)


def test_a_photograph_of_80_megapixels_is_taken():
    assert read_picture(picture(10000, 8000)).width == 2048


@pytest.mark.parametrize(
    ("mode", "kind", "colour"),
    [("RGBA", "PNG", "#ff000000"), ("P", "PNG", 3), ("L", "PNG", 200), ("CMYK", "JPEG", 0)],
)
def test_every_mode_becomes_an_opaque_picture(mode, kind, colour):
    made = read_picture(picture(64, 64, kind, colour, mode))

    assert opened(made.content).mode == "RGB"
    if mode == "RGBA":
        assert opened(made.content).getpixel((5, 5)) == (255, 255, 255)


def test_sixteen_bits_of_grey_are_not_clipped():
    made = read_picture(picture(64, 64, "PNG", 0x8000, "I;16"))

    assert abs(opened(made.content).getpixel((5, 5))[0] - 128) <= 2


def test_a_second_file_behind_the_picture_does_not_survive():
    polyglot = picture() + b"PK\x03\x04<script>alert(1)</script>"

    assert b"script" not in read_picture(polyglot).content


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        (b"", "empty_file"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "not_a_picture"),
        (b"<!DOCTYPE html><html><script>alert(1)</script></html>", "not_a_picture"),
        (b"GIF89a" + bytes(40), "not_a_picture"),
        (b"%PDF-1.4", "not_a_picture"),
        (bytes(5000), "not_a_picture"),
        (b"\x00\x00\x00\x18ftypheic" + bytes(40), "heic"),
        (b"\x00\x00\x00\x18ftypmif1" + bytes(40), "heic"),
        (bytes(10 * 1024 * 1024 + 1), "file_too_large"),
        (png_of_size(30_000, 30_000), "too_many_pixels"),
        (png_of_size(6_000, 6_000), "too_many_pixels"),
        (png_of_size(400, 400), "damaged_picture"),
        (png_of_size(20_000, 2), "picture_too_narrow"),
        (picture(2000, 2000)[:-9000], "damaged_picture"),
        (picture(2000, 2000)[:300], "damaged_picture"),
        (b"BM" + bytes(60), "not_a_picture"),
    ],
)
def test_what_is_no_photograph_is_refused_in_words(sent, code):
    assert refusal(sent) in (code, "damaged_picture" if code == "not_a_picture" else code)


def test_a_large_progressive_jpeg_is_refused_before_it_is_decoded():
    sent = picture(6000, 6000, progressive=True)

    assert refusal(sent) == "too_many_pixels"
