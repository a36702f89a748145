"""python -m cleaner"""

from cleaner.cli.main import main

main()
