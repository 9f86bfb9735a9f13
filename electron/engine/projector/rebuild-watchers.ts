// Who waits until the tables are made again: each is told how far that is, and once whether it came to its end.
import type { Rebuild } from '../../store/projections/rebuild.ts'

export interface RebuildWatchers {
  /** Resolves with whether it was done, which it was not where it was aborted or stopped before. */
  add(progress?: (done: number, total: number) => void, signal?: AbortSignal): Promise<boolean>
  /** Something was committed. */
  tell(): void
  stop(): void
}

/** `telling`: calls it, and takes what it throws. */
export function rebuildWatchers(
  rebuild: Pick<Rebuild, 'progress'>,
  telling: (tell: () => void) => void,
): RebuildWatchers {
  interface Watcher {
    progress: (done: number, total: number) => void
    end: (done: boolean) => void
  }
  let watchers: Watcher[] = []

  function end(done: boolean): void {
    for (const watcher of watchers.splice(0)) watcher.end(done)
  }

  return {
    add(progress = () => undefined, signal) {
      const { promise, resolve } = Promise.withResolvers<boolean>()
      const watcher: Watcher = { progress, end: resolve }
      watchers.push(watcher)
      signal?.addEventListener('abort', () => {
        watchers = watchers.filter((other) => other !== watcher)
        resolve(false)
      })
      return promise
    },
    tell() {
      if (watchers.length === 0) return
      const progress = rebuild.progress()
      if (progress === null) return end(true)
      for (const watcher of watchers) telling(() => watcher.progress(progress.done, progress.total))
    },
    stop: () => end(false),
  }
}
