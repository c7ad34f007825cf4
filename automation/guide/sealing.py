"""Seals the gate while somebody is at a box for a code or a password, and opens it for reading once that is gone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from automation.acts import Act
from automation.portal.facts import Channel
from automation.portal.scene import Place, Scene
from automation.portal.secrets import holds_a_secret

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext

    from automation.gate.control import Gate

_LOOK_MS = 2000.0
_VERIFY = {Channel.EMAIL: Act.VERIFY_EMAIL_OTP, Channel.MOBILE: Act.VERIFY_MOBILE_OTP}


class Seal:
    """The gate of one window; while it is sealed only the request that the secret leads to can be asked about."""

    def __init__(self, gate: Gate, context: BrowserContext) -> None:
        self._gate, self._context = gate, context
        self._act: Act | None = None

    def keep(self, scene: Scene | None, *, touched: bool = False) -> bool:
        """Seal or open by what the page shows; while a question stands or what was allowed has no answer, all stays.

        Whether the gate now knows what a secret leads to. `touched`: somebody has just come to a box for a secret,
        which holds nothing yet; then nothing is opened. Raises PlaywrightError when a page does not tell, and leaves
        the gate as it is.
        """
        gate = self._gate
        if scene is None or gate.busy():
            return False
        act = _act(scene, touched=touched)
        if act is not None:
            if self._act is None:
                gate.seal()
            if act is not self._act or gate.used():
                gate.announce(act)
            self._act = act
            return True
        if not touched and (self._act is not None or gate.mode() != "browse"):
            if any(holds_a_secret(page, _LOOK_MS) for page in self._context.pages):
                return False
            gate.withdraw()
            if gate.browse():
                self._act = None
        return False


def _act(scene: Scene, *, touched: bool) -> Act | None:
    """The act that a secret on the page, or one about to be typed, leads to."""
    if scene.typing is not None:
        return _VERIFY[scene.typing]
    leads = {Place.PASSWORD: Act.SET_PASSWORD, Place.LOGIN: Act.LOG_IN}
    return leads.get(scene.place) if scene.holds or touched else None
