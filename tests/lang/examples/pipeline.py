# Three stages of examples/pipeline.py, with few and many workers.
import _setting
import pipeline

pipeline.main('3000', '1')
pipeline.main('5000', '6')
