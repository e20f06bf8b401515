"""The ways out of the house: each sends one letter, or says whether something may have gone out nevertheless."""

from collections.abc import Callable, Mapping

from zhike.core.notices.channels import mail, robots
from zhike.core.notices.channels.letter import Letter

__all__ = ["SENDERS", "Letter", "is_robot_address"]

SENDERS: Mapping[str, Callable[[Letter], None]] = {
    "mail": mail.send,
    "wecom": robots.send_wecom,
    "dingtalk": robots.send_dingtalk,
    "feishu": robots.send_feishu,
}
is_robot_address = robots.is_robot_address
