// Shares a fault run out among several homes, each with a Stripe of its own, which go on at the same time: a process that is started,
// held still and waited for leaves the machine idle. It must never run fewer than it was asked for.

export interface FaultReport {
  runs: number
  kills: number
  /** Orders that ended in each state. */
  ended: Record<string, number>
  byFault: Record<string, number>
  /** What must never happen, in words; empty when all is well. */
  violations: string[]
}

export interface FaultOptions {
  runs: number
  seed: number
  /** So many desks at the same time, each with its share of the runs. */
  homes?: number
  /** Called after each life, with the orders that went through one. */
  onLife?: (done: number) => void
}

export interface Share {
  runs: number
  seed: number
  /** How many runs the homes before this one have; all homes together walk through the faults in turn. */
  before: number
}

/** The last homes do what cannot be shared evenly; each has a seed of its own. */
export async function sideBySide(
  { runs, seed, homes = 1, onLife }: FaultOptions,
  runHome: (share: Share, onLife: (orders: number) => void) => Promise<FaultReport>,
): Promise<FaultReport> {
  const upTo = (home: number): number => Math.floor((runs * home) / homes)
  const shares = Array.from({ length: homes }, (_, home): Share => {
    return { runs: upTo(home + 1) - upTo(home), seed: seed + home, before: upTo(home) }
  })
  let done = 0
  const reports = await Promise.all(
    shares
      .filter((share) => share.runs > 0)
      .map((share) => runHome(share, (orders) => onLife?.((done += orders)))),
  )
  return {
    runs: reports.reduce((sum, report) => sum + report.runs, 0),
    kills: reports.reduce((sum, { kills }) => sum + kills, 0),
    ended: addUp(reports.map(({ ended }) => ended)),
    byFault: addUp(reports.map(({ byFault }) => byFault)),
    violations: reports.flatMap(({ violations }) => violations),
  }
}

/** Adds up what was counted under the same names. */
function addUp(counts: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const sums: Record<string, number> = {}
  for (const [name, count] of counts.flatMap((each) => Object.entries(each)))
    sums[name] = (sums[name] ?? 0) + count
  return sums
}
