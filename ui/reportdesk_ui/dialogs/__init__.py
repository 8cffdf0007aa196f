"""Dialogs, loaded when the first one opens: Qt's classes for them cost time at the start."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reportdesk_ui.dialogs.message_boxes import ask, ask_text, choose, show_exported, show_message

__all__ = ["ask", "ask_text", "choose", "show_exported", "show_message"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(name)
    from reportdesk_ui.dialogs import message_boxes

    return getattr(message_boxes, name)
