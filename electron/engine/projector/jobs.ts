// Lists of things to take in, one after the other, across as many transactions as it takes. A job must never count as done what
// was rolled back, nor leave anybody waiting for it when the projector stops.

/** A piece of work whose steps run inside transactions. */
interface Job {
  /** Does the next step; false when there was none left. */
  step(): boolean
  /** After a commit that may have held steps of it. */
  committed(): void
  /** Goes back to where the last commit left it. */
  rolledBack(): void
  stop(): void
}

export interface JobQueue {
  /** The next step of the first that has one left; false when none has. Those that are through are there until the commit. */
  step(): boolean
  /** After a commit that may have held steps of them. */
  committed(): void
  isEmpty(): boolean
  /**
   * Takes `each` of the items, then what goes `along` with the last of them in its transaction.
   * Resolves after that commit (or when stopped before) with the outcome.
   */
  add<Item, Outcome>(list: {
    items: readonly Item[]
    each: (item: Item, index: number) => void
    along?: (() => void) | undefined
    outcome: (stopped: boolean) => Outcome
  }): Promise<Outcome>
  rolledBack(): void
  /** Ends all jobs, and every one that comes later at once. */
  stop(): void
}

/** `added`: there is something to do. */
export function jobQueue(added: () => void): JobQueue {
  const jobs: Job[] = []
  let stopped = false

  return {
    step: () => jobs.some((job) => job.step()),
    committed() {
      for (const job of jobs.slice()) job.committed()
    },
    isEmpty: () => jobs.length === 0,
    add({ items, each, along, outcome }) {
      const { promise, resolve } = Promise.withResolvers<ReturnType<typeof outcome>>()
      const end = (whenStopped: boolean): void => {
        const place = jobs.indexOf(job)
        if (place !== -1) jobs.splice(place, 1)
        resolve(outcome(whenStopped))
      }
      let [next, committedNext] = [0, 0]
      const job: Job = {
        step() {
          // One step more than there are items: what goes along with the last.
          if (next > items.length) return false
          if (next === items.length) along?.()
          else each(items[next]!, next)
          next += 1
          return true
        },
        committed() {
          committedNext = next
          if (next > items.length) end(false)
        },
        rolledBack: () => void (next = committedNext),
        stop: () => end(true),
      }
      if (stopped) end(true)
      else {
        jobs.push(job)
        added()
      }
      return promise
    },
    rolledBack() {
      for (const job of jobs) job.rolledBack()
    },
    stop() {
      stopped = true
      for (const job of jobs.splice(0)) job.stop()
    },
  }
}
