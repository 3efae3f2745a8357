"""The sentences that the counting page's scripts show, in the reader's language."""

from django.utils.translation import gettext as _


def counting_texts() -> dict[str, str]:
    """Name -> sentence; `{...}` are filled in by the scripts."""
    return {
        "adult": _("Adults"),
        "minor": _("Minors"),
        "unspecified": _("Not told apart"),
        "all": _("Together"),
        "savedTitle": _("Saved on the server"),
        "sendingTitle": _("Sending {count} visits"),
        "sendingText": _("Kept on this phone"),
        "offlineTitle": _("No network. {count} visits waiting"),
        "offlineText": _("Kept on this phone; keep counting."),
        "failedTitle": _("The server does not answer. {count} visits waiting"),
        "signInTitle": _("Signed out. {count} visits waiting"),
        "signInText": _("Kept on this phone. Sign in again and they are sent."),
        "signIn": _("Sign in"),
        "retry": _("Try again"),
        "conflictTitle": _("Two numbers differ. Choose one."),
        "refusedTitle": _("{count} visits were not accepted"),
        "look": _("Look at both"),
        "show": _("See why"),
        "emptyTitle": _("Ready to count"),
        "emptyText": _("Nothing counted on this phone today."),
        "noStorageTitle": _("This browser keeps nothing"),
        "noStorageText": _("Counts would be lost when the page closes. Use the plain form instead."),
        "plainForm": _("To the plain form"),
        "undoText": _("{audience} +{count}, {time}"),
        "undoNothing": _("nothing yet"),
        "others": _("Other counters {others}, all together {all}"),
        "onlyThis": _("All counters together {all}"),
        "lastKnown": _("All counters together follow with the network; at {time}: {all}"),
        "waitingDay": _("{day}: {count} visits waiting"),
        "otherAccount": _(
            "On this phone {count} visits of the account {account} wait to be sent. They go out when that account "
            "signs in here; until then they can be exported below."
        ),
        "phone": _("This phone"),
        "server": _("On the server"),
        "keepPhone": _("Use this phone's {count}"),
        "keepServer": _("Use the server's {count}"),
        "later": _("Choose later, count on with a new counter"),
        "conflictText": _(
            "Mostly the same counter was opened on two phones. Both are kept; choose the one that counts. "
            "The other stays in the records."
        ),
        "ownerTitle": _("This counter belongs to another account"),
        "ownerText": _("Go on with a new counter; what was counted on this phone goes with it."),
        "newCounter": _("New counter with {count}"),
        "refusedText": _("The counts stay on this phone until they are accepted. You can export them below."),
        "close": _("Close"),
        "loading": _("Fetching what all counters sent …"),
        "fileNeedsNetwork": _(
            "Filing needs the network. The counts are kept; file when it is back, or later from your page."
        ),
        "unsentFirst": _("{count} visits of this phone are not sent yet; they are not in the sum."),
        "fileButton": _("File {count} visits"),
        "filedText": _("Filed {count} visits at {time}. Receipt {receipt}"),
        "filedClosed": _("Filed as closed at {time}. Receipt {receipt}"),
        "nothingToFile": _("Nothing was counted. If it was open and nobody came, file 0 in the form."),
        "evidence": _("Evidence differs by {difference}: the counters say {tallied}, filed are {filed}."),
        "takeOver": _("Take {count} over"),
        "takeOverReason": _("Taken over from the counters"),
        "dismiss": _("Keep {count}"),
        "dismissReason": _("Why the filed number stays"),
        "reasonNeeded": _("Give the reason first."),
        "fileConflict": _("Somebody filed this day in the meantime: {count} visits. Look at it and decide."),
        "verified": _("The day is verified; only the project office changes it now."),
        "counter": _("Counter"),
        "thisCounter": _("This phone"),
        "groupRange": _("Give a whole number from 1 to 9,999."),
        "exportNothing": _("Everything is sent; there is nothing to export."),
    }
