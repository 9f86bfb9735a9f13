// Runs work in short transactions with room for everything else in between. It must never hold the thread much longer than a commit does,
// and after trouble it must try again.

/** A commit writes every page that was touched, encrypted, and much of what a turn touches is the same again and again. */
const turnMs = 80
/** Where a commit takes longer than a turn, turns may take as long as commits do, up to this: otherwise little else would be done. */
const longestTurnMs = 120
/** Waiting after the n-th trouble in a row, in milliseconds. */
const afterTroubleMs = [1000, 5000, 30_000] as const

export interface TurnPorts {
  transaction: (work: () => void) => void
  /** A bit of work inside the transaction, the first of its turn or a further one; false when none belongs there. */
  step: (first: boolean) => boolean
  /** After the last of it; not in a turn that found nothing to do. */
  beforeCommit: () => void
  /** Must not throw: what is committed can't be taken back. */
  committed: () => void
  /** Nothing of the turn is in. */
  rolledBack: () => void
  /** Why it goes on only after a while. */
  trouble: (thrown: unknown) => void
  /** When there will be work again without anybody waking it: our clock in milliseconds, null for never. */
  nextAt: () => number | null
  now: () => number
  /** Nothing is left to do now. */
  rested: () => void
}

export interface Turns {
  wake(): void
  stopped(): boolean
  /** Resolves when there is nothing to do and `also` holds. */
  idle(also: () => boolean): Promise<void>
  stop(): Promise<void>
}

export function turnsOf(ports: TurnPorts): Turns {
  let [running, woken, stopped] = [false, false, false]
  let troubles = 0
  let commitMs = 0
  let timer: NodeJS.Timeout | undefined
  let waiters: { also: () => boolean; resolve: () => void }[] = []

  /** @returns whether there was anything to do, all of it committed. */
  function turn(): boolean {
    let did = false
    let worked = 0
    ports.transaction(() => {
      const until = performance.now() + Math.min(longestTurnMs, Math.max(turnMs, commitMs))
      while (ports.step(!did)) {
        did = true
        if (performance.now() >= until) break
      }
      if (did) ports.beforeCommit()
      worked = performance.now()
    })
    if (did) commitMs = performance.now() - worked
    return did
  }

  async function run(): Promise<void> {
    if (running) return
    running = true
    clearTimeout(timer)
    let did: boolean | 'trouble' = false
    do {
      await new Promise((resolve) => void setImmediate(resolve))
      if (stopped) break
      woken = false
      did = tryTurn()
    } while (did === true || (did === false && woken))
    running = false
    rest(did)
  }

  function tryTurn(): boolean | 'trouble' {
    let did: boolean
    try {
      did = turn()
    } catch (thrown) {
      ports.rolledBack()
      troubled(thrown)
      return 'trouble'
    }
    if (did) {
      troubles = 0
      ports.committed()
    }
    return did
  }

  function troubled(thrown: unknown): void {
    clearTimeout(timer)
    timer = setTimeout(wake, afterTroubleMs[Math.min(troubles, afterTroubleMs.length - 1)])
    troubles += 1
    ports.trouble(thrown)
  }

  function rest(after: boolean | 'trouble'): void {
    if (stopped) {
      for (const waiter of waiters.splice(0)) waiter.resolve()
      return
    }
    if (after === 'trouble') return
    try {
      ports.rested()
      const at = ports.nextAt()
      clearTimeout(timer)
      // At most an hour: the machine's clock may be set meanwhile.
      if (at !== null) timer = setTimeout(wake, Math.min(3_600_000, Math.max(10, at - ports.now())))
    } catch (thrown) {
      return troubled(thrown)
    }
    troubles = 0
    settleWaiters()
  }

  function settleWaiters(): void {
    const [ready, others] = [waiters.filter(({ also }) => also()), waiters.filter(({ also }) => !also())]
    waiters = others
    for (const waiter of ready) waiter.resolve()
  }

  function wake(): void {
    woken = true
    if (!stopped) void run()
  }

  return {
    wake,
    stopped: () => stopped,
    idle(also) {
      const { promise, resolve } = Promise.withResolvers<void>()
      waiters.push({ also, resolve })
      wake()
      return promise
    },
    async stop() {
      stopped = true
      clearTimeout(timer)
      // A turn holds the thread while it runs, so none is half done here.
      await new Promise((resolve) => void setImmediate(resolve))
      for (const waiter of waiters.splice(0)) waiter.resolve()
    },
  }
}
