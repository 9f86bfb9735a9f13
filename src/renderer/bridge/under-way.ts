// What a push means for an answer that is still under way: it may have been read before what the push tells of, and must not be the last
// word about it.
import type { Query, QueryClient, QueryKey } from '@tanstack/react-query'

const awaited = new WeakSet<Query>()

/**
 * Asks again what begins with this key: what is shown at once, the rest when it is. What is under way is not broken off, or an answer that
 * takes longer than pushes are apart would never come; it is asked once more when it is there.
 */
export function askAgain(client: QueryClient, queryKey: QueryKey): void {
  const isUnderWay = (query: Query): boolean => query.state.fetchStatus !== 'idle' && !awaited.has(query)
  const underWay = client.getQueryCache().findAll({ queryKey, predicate: isUnderWay })
  void client.invalidateQueries({ queryKey }, { cancelRefetch: false })
  for (const query of underWay) void askAfter(client, query)
}

async function askAfter(client: QueryClient, query: Query): Promise<void> {
  awaited.add(query)
  try {
    // It joins what is under way.
    await query.fetch()
    void client.invalidateQueries({ queryKey: query.queryKey, exact: true }, { cancelRefetch: false })
  } catch {
    // It failed, and whoever asked says so.
  } finally {
    awaited.delete(query)
  }
}

/** Takes in what was pushed, in place of an answer that is still under way. */
export function takeIn(client: QueryClient, queryKey: QueryKey, told: unknown): void {
  void client.cancelQueries({ queryKey, exact: true })
  client.setQueryData(queryKey, told)
}
