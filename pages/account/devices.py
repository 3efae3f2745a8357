"""What a browser says it is, in words that its owner recognizes. A hint: a browser may say anything."""

from django.utils.translation import gettext as _

# In this order: the apps say that they are browsers as well, and most browsers that they are Chrome or Safari.
BROWSERS = [
    ("MicroMessenger", "WeChat"),
    ("DingTalk", "DingTalk"),
    ("QQBrowser", "QQ Browser"),
    ("UCBrowser", "UC Browser"),
    ("HuaweiBrowser", "Huawei Browser"),
    ("MiuiBrowser", "Mi Browser"),
    ("Edg", "Edge"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
]
SYSTEMS = [
    ("HarmonyOS", "HarmonyOS"),
    ("OpenHarmony", "HarmonyOS"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("Linux", "Linux"),
]


def device_of(user_agent: str) -> str:
    """Such as “WeChat, Android”."""
    found = [next((name for sign, name in names if sign in user_agent), "") for names in (BROWSERS, SYSTEMS)]
    found = [_("WeChat") if name == "WeChat" else name for name in found if name]
    return ", ".join(found) or _("Unknown device")
