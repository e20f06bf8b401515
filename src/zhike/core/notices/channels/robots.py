"""The group robots of 企业微信, 钉钉 and 飞书: an address that takes JSON, and an answer whose code must be 0."""

import base64
import hashlib
import hmac
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlsplit

import httpx
from django.conf import settings

from zhike.core.notices.channels.letter import Letter
from zhike.core.notices.rules import NotSent, PerhapsSent

HOSTS = ("qyapi.weixin.qq.com", "oapi.dingtalk.com", "open.feishu.cn", "open.larksuite.com")
LONGEST = 1_800  # 汉字: WeCom takes 2,048 bytes of text in its oldest kind, Feishu 20 KB
TIMEOUT = httpx.Timeout(10, connect=5)
TOO_OFTEN = {"wecom": {45009}, "dingtalk": {130101, 410100}, "feishu": {9499, 11232}}
"""Codes by which a robot asks to come again later."""


def is_robot_address(address: str) -> bool:
    """Say whether an address is one of a known robot: the server must not be sent to any other place."""
    parts = urlsplit(address.partition(" ")[0])
    return (parts.scheme == "https" and parts.hostname in HOSTS) or parts.hostname in settings.ZHIKE_ROBOT_HOSTS


def send_wecom(letter: Letter) -> None:
    _post("wecom", letter.to, {"msgtype": "text", "text": {"content": _text(letter)}}, code="errcode")


def send_dingtalk(letter: Letter) -> None:
    address, _, secret = letter.to.partition(" ")
    if secret:
        address += _dingtalk_sign(secret, at=letter.at)
    _post("dingtalk", address, {"msgtype": "text", "text": {"content": _text(letter)}}, code="errcode")


def send_feishu(letter: Letter) -> None:
    address, _, secret = letter.to.partition(" ")
    sign = _feishu_sign(secret, at=letter.at) if secret else {}
    _post("feishu", address, {"msg_type": "text", "content": {"text": _text(letter)}, **sign}, code="code")


def _post(robot: str, address: str, body: dict[str, Any], *, code: str) -> None:
    """Post one message.

    Raises:
        NotSent: the robot could not be reached, or its answer was a refusal.
        PerhapsSent: it fell silent.
    """
    try:
        answer = httpx.post(address, json=body, timeout=TIMEOUT, follow_redirects=False)
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.UnsupportedProtocol) as error:
        raise NotSent(type(error).__name__, for_good=False) from error
    except httpx.HTTPError as error:
        raise PerhapsSent(type(error).__name__) from error
    if answer.status_code >= 500 or answer.status_code == 429:
        raise NotSent(f"HTTP {answer.status_code}", for_good=False)
    told = answer.json() if answer.headers.get("content-type", "").startswith("application/json") else {}
    found = told.get(code) if isinstance(told, dict) else None
    if answer.status_code != 200 or found != 0:
        raise NotSent(f"HTTP {answer.status_code} {found}", for_good=found not in TOO_OFTEN[robot])


def _text(letter: Letter) -> str:
    return f"{letter.subject}\n{letter.body}"[:LONGEST]


def _dingtalk_sign(secret: str, *, at: datetime) -> str:
    stamp = str(int(at.timestamp() * 1000))
    digest = hmac.new(secret.encode(), f"{stamp}\n{secret}".encode(), hashlib.sha256).digest()
    return f"&timestamp={stamp}&sign={quote(base64.b64encode(digest), safe='')}"


def _feishu_sign(secret: str, *, at: datetime) -> dict[str, str]:
    stamp = str(int(at.timestamp()))
    digest = hmac.new(f"{stamp}\n{secret}".encode(), b"", hashlib.sha256).digest()
    return {"timestamp": stamp, "sign": base64.b64encode(digest).decode()}
