"""Words by which it shows that something of the neural network reached another assignment."""

from __future__ import annotations

import re

OTHERS_WORDS = re.compile(rb"gates?\b|digits|softmax|neural|network\.py|\bxor\b|nn-from-scratch|\bepochs?\b", re.I)
"""Words of the neural network, which is nobody else's business."""
