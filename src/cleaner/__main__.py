"""python -m cleaner"""

from cleaner.entry import main

main()
