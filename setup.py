"""Package metadata; tool settings are in pyproject.toml."""

from setuptools import find_packages, setup

GRADESCOPE = ["gradescope-utils>=0.5", "jsonschema>=4.18"]
WEB = ["jinja2>=3.1"]
DOCS = [
    'matplotlib==3.11.2; python_version >= "3.11"',  # the version that drew the committed figures
    'matplotlib>=3.8; python_version < "3.11"',
    "fonttools>=4.50",
    "pypandoc_binary==1.17",  # another pandoc or typst sets pages in other bytes
    "typst==0.14.9",
    "jinja2>=3.1",
]
DEV = [
    "hypothesis>=6.100",
    "mypy>=1.11",
    "playwright>=1.44",
    "pytest>=8",
    "pytest-timeout>=2.3",
    "ruff>=0.5",
    "scikit-learn>=1.4",
    "setuptools>=64",
    "sympy>=1.12",
    "types-PyYAML",
    "types-jsonschema",
    "wheel",
]

setup(
    name="autograder",
    version="1.0.0",
    description="Grade numeric assignments: run the student's code away from the answers, then judge what was seen.",
    packages=find_packages(include=["autograder", "autograder.*"]),
    package_data={
        "autograder": [
            "gradescope/*",
            "gradescope/rehearse/*.sh",
            "**/*.html",
            "**/*.json",
            "**/*.yaml",
            "templates/new/**/*",
        ]
    },
    python_requires=">=3.10",
    install_requires=["click>=8.1", "numpy>=2", "pydantic>=2.5", "pyyaml>=6", "rich>=13"],
    extras_require={
        "gradescope": GRADESCOPE,
        "web": WEB,
        "docs": DOCS,
        "dev": [*GRADESCOPE, *WEB, *DOCS, *DEV],
    },
    entry_points={"console_scripts": ["autograder=autograder.cli:main"]},
)
