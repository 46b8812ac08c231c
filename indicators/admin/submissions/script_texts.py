"""What the script of the grid says; the page hands it over, so that no script holds words of a language."""

from django.utils.translation import gettext as _


def script_texts() -> dict[str, str]:
    """Return the sentences by their names; ``{…}`` is filled in by the script."""
    return {
        "saving": _("saving …"),
        "savingCells": _("Saving {count} cells …"),
        "savedLast": _("Last saved at {time}."),
        "failed": _("not saved"),
        "troubled": _("{count} cells are not saved: look at the marked ones."),
        "refused": _("The server takes nothing here any more: {count} cells are not saved. Reload the page."),
        "offline": _(
            "No connection: {count} cells are not saved. They are kept here and sent when it is back."
        ),
        "signedOut": _(
            "You were signed out: {count} cells are not saved. They are kept here. Sign in again in a new "
            "tab; they are then saved by themselves."
        ),
        "restored": _("{count} cells that were not saved last time are back and are being saved."),
        "unsavedBeforeSending": _("Wait until all cells are saved, or mend those that are marked."),
        "keepTheirs": _("Keep {value}"),
        "writeMine": _("Write {value}"),
        "written": _("written"),
        "noneYet": _("none yet"),
        "nothing": _("nothing"),
        "pasteOffline": _("What was pasted cannot be checked without a connection. Paste it again later."),
    }
