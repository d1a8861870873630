import importlib.util
import sys
from pathlib import Path

# The helpers beside the tests, by their plain names.
for name in ("cli_terminal", "cli_sample"):
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, Path(__file__).parent / f"{name}.py")
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        spec.loader.exec_module(module)
