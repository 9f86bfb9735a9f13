// Prints the longest task of the app's main thread in the whole run, which every spec noted as an annotation.
import type { FullResult, Reporter, TestCase } from '@playwright/test/reporter'

export const mainThreadNote = 'main thread'
/** No task of the main thread may take longer once the window shows, in milliseconds. */
export const longestTaskMs = 50

export default class MainThreadReporter implements Reporter {
  private longest = { busyMs: 0, deafMs: 0, title: '' }
  private measured = 0

  printsToStdio(): boolean {
    return false
  }

  onTestEnd(test: TestCase): void {
    for (const { type, description = '' } of test.results.flatMap(({ annotations }) => annotations)) {
      if (type !== mainThreadNote) continue
      const { maxBusyMs, maxTaskMs } = JSON.parse(description) as { maxBusyMs: number; maxTaskMs: number }
      this.measured += 1
      if (maxBusyMs > this.longest.busyMs)
        this.longest = { busyMs: maxBusyMs, deafMs: maxTaskMs, title: test.title }
    }
  }

  onEnd(_result: FullResult): void {
    if (this.measured === 0) return
    const { busyMs, deafMs, title } = this.longest
    process.stdout.write(
      `Longest main-thread task after the window showed: ${busyMs.toFixed(1)} ms of its own work (deaf for ${deafMs.toFixed(1)} ms by the clock), ` +
        `of ${this.measured} measurements; goal under ${longestTaskMs} ms. In "${title}".\n`,
    )
  }
}
