// Shares a fault run out among several homes, each with a Stripe of its own, which go on at the same time: a process that is started,
// held still and waited for leaves the machine idle. It must never run fewer than it was asked for.

/** Gives what each home reports. The last homes do what cannot be shared evenly; each has a seed of its own. */
export function sideBySide<Report>(
  { homes, runs, seed }: { homes: number; runs: number; seed: number },
  runOne: (share: { runs: number; seed: number; before: number }) => Promise<Report>,
): Promise<Report[]> {
  const upTo = (home: number): number => Math.floor((runs * home) / homes)
  const shares = Array.from({ length: homes }, (_, home) => {
    return { runs: upTo(home + 1) - upTo(home), seed: seed + home, before: upTo(home) }
  })
  return Promise.all(shares.filter((share) => share.runs > 0).map(runOne))
}

/** Adds up what was counted under the same names. */
export function addUp(counts: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const sums: Record<string, number> = {}
  for (const [name, count] of counts.flatMap((each) => Object.entries(each)))
    sums[name] = (sums[name] ?? 0) + count
  return sums
}
