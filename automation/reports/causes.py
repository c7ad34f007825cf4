"""What to do about the cause that stopped a whole run: a sentence for each cause, in English and in Hindi."""

from __future__ import annotations

from typing import TYPE_CHECKING

from automation.bilingual import Bilingual
from automation.model import Cause

if TYPE_CHECKING:
    from collections.abc import Mapping

_LATER = Bilingual(
    "Try again in some minutes; if it stays so, tell the portal's support, with the time of this run.",
    "कुछ मिनट बाद फिर चलाएँ; ऐसा ही रहे तो इस जाँच के समय के साथ पोर्टल सहायता को बताएँ।",
)
NEXT: Mapping[Cause, Bilingual] = {
    Cause.SECURITY_CHECK: Bilingual(
        (
            "Open the portal in an ordinary browser on this network; if it is refused there too, give the portal's "
            "support the number on that page."
        ),
        "इसी नेटवर्क पर सामान्य ब्राउज़र में पोर्टल खोलें; वहाँ भी रोका जाए तो उस पृष्ठ का नंबर पोर्टल सहायता को दें।",
    ),
    Cause.CAPTCHA: Bilingual(
        "A person has to pass it: open the portal in an ordinary browser, then run with --attended.",
        "इसे व्यक्ति ही पार कर सकता है: सामान्य ब्राउज़र में पोर्टल खोलें, फिर --attended के साथ चलाएँ।",
    ),
    Cause.PROXY: Bilingual(
        (
            "Name the office's proxy in proxy.server, or ask the network's administrator to let the portal through; "
            "“igot doctor” shows which one is used."
        ),
        "proxy.server में कार्यालय का प्रॉक्सी लिखें या नेटवर्क प्रशासक से पोर्टल खुलवाएँ; “igot doctor” बताता है कि कौन सा प्रयुक्त है।",
    ),
    Cause.CERTIFICATE: Bilingual(
        (
            "Run “igot doctor”: it names the authority; if it is the office's own, have it trusted on this machine, "
            "otherwise type nothing on that page."
        ),
        "“igot doctor” चलाएँ: वह प्राधिकरण का नाम बताता है; वह कार्यालय का न हो तो उस पृष्ठ पर कुछ न लिखें।",
    ),
    Cause.REFUSED: Bilingual(
        "See whether portal.url is right and the portal opens in an ordinary browser; try again later.",
        "देखें कि portal.url सही है और पोर्टल सामान्य ब्राउज़र में खुलता है; बाद में फिर चलाएँ।",
    ),
    Cause.NAME: Bilingual(
        "See whether this machine is on the network and portal.url is spelt right; “igot doctor” looks further.",
        "देखें कि यह मशीन नेटवर्क पर है और portal.url सही लिखा है; “igot doctor” आगे जाँचता है।",
    ),
    Cause.CUT: Bilingual(
        "Run it once more; if it stays so, “igot doctor” looks at the way to the portal.",
        "एक बार फिर चलाएँ; ऐसा ही रहे तो “igot doctor” पोर्टल तक का मार्ग जाँचता है।",
    ),
    Cause.NO_NETWORK: Bilingual(
        "Connect this machine to the network and run it again.",
        "इस मशीन को नेटवर्क से जोड़ें और फिर चलाएँ।",
    ),
    Cause.TIMED_OUT: Bilingual(
        "Try again later; if the portal opens quickly in an ordinary browser, give it more time in waits.seconds.",
        "बाद में फिर चलाएँ; सामान्य ब्राउज़र में जल्दी खुलता हो तो waits.seconds में अधिक समय दें।",
    ),
    Cause.TLS: Bilingual(
        "Run “igot doctor”: something on the way may end secure connections.",
        "“igot doctor” चलाएँ: मार्ग में कुछ सुरक्षित कनेक्शन को रोक रहा हो सकता है।",
    ),
    Cause.LOOP: Bilingual(
        "Tell the portal's support, with the time of this run; nobody can open that page.",
        "इस जाँच के समय के साथ पोर्टल सहायता को बताएँ; यह पृष्ठ किसी से नहीं खुलता।",
    ),
    Cause.ELSEWHERE: Bilingual(
        (
            "If that is a sign-in page of the office's network, sign in there with an ordinary browser; "
            "otherwise see whether portal.url is right."
        ),
        "यदि वह कार्यालय नेटवर्क का साइन-इन पृष्ठ है तो सामान्य ब्राउज़र में साइन इन करें; अन्यथा देखें कि portal.url सही है।",
    ),
    Cause.SIGN_IN: Bilingual(
        (
            "If that is a sign-in page of the office's network, sign in there with an ordinary browser; if it is the "
            "portal's own, tell the portal's support that the sign-up page asks for a login."
        ),
        (
            "यदि वह कार्यालय नेटवर्क का साइन-इन पृष्ठ है तो सामान्य ब्राउज़र में साइन इन करें; यदि पोर्टल का अपना है तो "
            "पोर्टल सहायता को बताएँ कि पंजीकरण पृष्ठ लॉगिन माँगता है।"
        ),
    ),
    Cause.EMPTY: Bilingual(
        "Open it in an ordinary browser, also on another network; if it is empty there too, tell the portal's support.",
        "पृष्ठ सामान्य ब्राउज़र में, दूसरे नेटवर्क से भी, खोलें; वहाँ भी खाली हो तो पोर्टल सहायता को बताएँ।",
    ),
    Cause.MAINTENANCE: Bilingual(
        "Wait until the maintenance is over and run it again; nothing is wrong on this side.",
        "रखरखाव समाप्त होने पर फिर चलाएँ; इस ओर कोई त्रुटि नहीं है।",
    ),
    Cause.HTTP_ERROR: _LATER,
    Cause.START_UP: _LATER,
}
"""Every cause that can stand in the way of a whole run."""
