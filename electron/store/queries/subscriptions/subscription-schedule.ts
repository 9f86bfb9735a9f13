// What a schedule will still do to a subscription, in words.
import type { Database } from 'better-sqlite3'
import { unpackBody } from '../../body.ts'
import type { SchedulePhase } from '../../projections/subscription-schedules.ts'
import { prepared } from '../prepared.ts'

export interface KnownSchedule {
  id: string
  /** Those that have not begun. Unix seconds. */
  phases: { start: number; end: number | null; words: string }[]
  /** When it is over, and what then. */
  end: { at: number; behavior: string | null } | null
  json: string
}

/** `now`: Unix seconds. Null where none drives it, it is over, or it is not known here. */
export function scheduleOf(cache: Database, id: string | null, now: number): KnownSchedule | null {
  if (id === null) return null
  const row = prepared<[string], { phases: string; end_behavior: string | null; body: Buffer }>(
    cache,
    `SELECT phases, end_behavior, body FROM subscription_schedules WHERE id = ? AND status IN ('active', 'not_started')`,
  ).get(id)
  if (row === undefined) return null
  const phases = JSON.parse(row.phases) as SchedulePhase[]
  const names = namesOf(cache, phases)
  const end = phases.at(-1)?.end ?? null
  return {
    id,
    phases: phases
      .filter(({ start }) => start > now)
      .map(({ start, end: until, items, trialEnd }) => ({
        start,
        end: until,
        words: `${items.map((item) => itemWords(item, names)).join(', ') || 'other terms'}${trialEnd !== null && trialEnd > start ? ', on trial' : ''}`,
      })),
    end: end === null ? null : { at: end, behavior: row.end_behavior },
    json: unpackBody(row.body),
  }
}

function itemWords({ price, quantity }: SchedulePhase['items'][number], names: Map<string, string>): string {
  const name = (price === null ? undefined : names.get(price)) ?? price ?? 'a price that is not told'
  return quantity === null || quantity === 1 ? name : `${quantity} × ${name}`
}

/** Names of the products by ids of the prices. */
function namesOf(cache: Database, phases: readonly SchedulePhase[]): Map<string, string> {
  const ids = phases.flatMap(({ items }) => items.flatMap(({ price }) => price ?? []))
  const rows = prepared<[string], { id: string; name: string }>(
    cache,
    `SELECT p.id, coalesce(p.nickname, t.name) AS name FROM prices AS p LEFT JOIN products AS t ON t.id = p.product_id
     WHERE p.id IN (SELECT value FROM json_each(?)) AND coalesce(p.nickname, t.name) IS NOT NULL`,
  ).all(JSON.stringify(ids))
  return new Map(rows.map(({ id, name }) => [id, name]))
}
