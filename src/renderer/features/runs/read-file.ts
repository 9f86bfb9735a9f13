// Reads a file that somebody dropped or chose: its text, then its rows, resting in between so that the window goes on answering. It
// must never leave half a file standing as a whole one.
import { mostRowsOfRun } from '../../../contract/run-bounds.ts'
import { textOf } from '../../../domain/csv.ts'
import { readRefunds, type RefundFile } from '../../../domain/refund-csv.ts'

const mostBytes = 25_000_000
/** So long the window waits at most, before it may draw again. */
const stretchMilliseconds = 12

const unusable = (problem: string): RefundFile => ({
  rows: [],
  faults: [],
  ignored: [],
  problem,
})

/** `onProgress`: how much of it is read, from 0 to 1. Null where it was told to stop. */
export async function readFile(
  file: File,
  onProgress: (part: number) => void,
  signal: AbortSignal,
): Promise<RefundFile | null> {
  if (file.size > mostBytes) return unusable('This file is larger than 25 MB. Split it.')
  const bytes = await file.arrayBuffer().catch(() => null)
  if (signal.aborted) return null
  if (bytes === null) return unusable('This file could not be read. Is it still there?')
  const text = textOf(new Uint8Array(bytes))
  if (text === null)
    return unusable('This is no text file. If it is a workbook, save the sheet as CSV first.')
  const reading = readRefunds(text, mostRowsOfRun)
  let rested = performance.now()
  for (;;) {
    const step = reading.next()
    if (step.done === true) return step.value
    if (performance.now() - rested < stretchMilliseconds) continue
    onProgress(step.value)
    await new Promise((resolve) => setTimeout(resolve))
    if (signal.aborted) return null
    rested = performance.now()
  }
}
