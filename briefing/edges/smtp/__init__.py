"""Mail over SMTP.

channel   an edition, to every reader
note      a plain word to the operator
session   the conversation with a server, for both
words     what it said, in plain words
"""

from __future__ import annotations

from briefing.core.message import message_id
from briefing.edges.smtp.channel import SmtpChannel
from briefing.edges.smtp.note import send_note
from briefing.edges.smtp.roll import Taste
from briefing.edges.smtp.session import MailServer

__all__ = ["MailServer", "SmtpChannel", "Taste", "message_id", "send_note"]
