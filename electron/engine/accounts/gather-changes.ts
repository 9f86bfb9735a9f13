// Gathers what changed on a desk, so that the face hears of it a few times a second and not at every commit.
import type { PushOf } from '../../../src/contract/index.ts'

type Kind = PushOf<'data.changed'>['kinds'][number]

const tellEveryMs = 200

export interface Changes {
  /** The first is told at once, the many after it gathered. */
  note(kind: Kind): void
  stop(): void
}

export function gatherChanges(tell: (kinds: Kind[]) => void): Changes {
  const gathered = new Set<Kind>()
  let timer: NodeJS.Timeout | undefined

  function flush(): void {
    timer = undefined
    if (gathered.size === 0) return
    const kinds = [...gathered]
    gathered.clear()
    timer = setTimeout(flush, tellEveryMs)
    tell(kinds)
  }

  return {
    note(kind) {
      gathered.add(kind)
      timer ??= setTimeout(flush, 0)
    },
    stop: () => clearTimeout(timer),
  }
}
