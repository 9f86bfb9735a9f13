// How Bursar ends: quitting waits for the work in hand, and a bug in the main thread is recorded before it ends the app.
// It must never keep the app from quitting, let a page do so, or quit twice.

interface QuittableApp {
  on(event: 'before-quit', listener: (event: { preventDefault(): void }) => void): unknown
  exit(code: number): void
}

/**
 * Holds a quit until `finish` has settled (it bounds its own time), then ends for good. No page is asked: one that hangs would never
 * answer, and an app whose engine has ended would stay, unseen, and be what the next start finds.
 */
export function quitAfter(app: QuittableApp, finish: () => Promise<void>): void {
  let finishing: Promise<void> | undefined
  app.on('before-quit', (event) => {
    event.preventDefault()
    finishing ??= (async () => {
      await finish().catch(() => undefined)
      app.exit(0)
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
