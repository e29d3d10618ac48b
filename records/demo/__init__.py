"""An invented township to try xuedang with: 云杉岭乡, its units, people and three years of study.

Everything is made up; the same size always gives the same records.
"""
