// How Bursar ends: quitting waits for the work in hand, and a bug in the main thread is recorded before it ends the app.
// It must never keep the app from quitting, and never quit twice.

interface QuittableApp {
  on(event: 'before-quit', listener: (event: { preventDefault(): void }) => void): unknown
  quit(): void
}

/** Holds the first quit until `finish` has settled (it bounds its own time), then quits for good. */
export function quitAfter(app: QuittableApp, finish: () => Promise<void>): void {
  let finished = false
  let finishing: Promise<void> | undefined
  app.on('before-quit', (event) => {
    if (finished) return
    event.preventDefault()
    finishing ??= (async () => {
      await finish().catch(() => undefined)
      finished = true
      app.quit()
    })()
  })
}

interface BugSource {
  on(event: 'uncaughtException' | 'unhandledRejection', listener: (thrown: unknown) => void): unknown
}

/**
 * The one place where the main thread's exceptions end. A rejected promise is recorded; an exception ends the app, because
 * nobody knows what it left half done. Orders are in the journal and are finished at the next start.
 */
export function recordBugs(
  source: BugSource,
  record: (text: string, thrown: unknown) => void,
  end: () => Promise<void>,
): void {
  let ending = false
  source.on('unhandledRejection', (thrown) => record('a promise was rejected and nobody looked', thrown))
  source.on('uncaughtException', (thrown) => {
    record('an exception reached the top', thrown)
    if (ending) return
    ending = true
    void end()
  })
}
