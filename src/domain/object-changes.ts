// What is different between two states of one object, by path. Pure; it must never call two equal states different.

export interface ObjectChange {
  /** "amount_refunded", "metadata.order", "items.data[si_1].quantity"; elements without ids by their number. */
  path: string
  /** As JSON; null where it was absent. */
  before: string | null
  after: string | null
}

/** In the order of the later state, then what is gone. Values as JSON knows them. */
export function objectChanges(before: unknown, after: unknown, path = ''): ObjectChange[] {
  const [old, present] = [partsOf(before), partsOf(after)]
  // Two things of the same making are compared part by part; anything else as a whole.
  if (old === null || present === null || old.kind !== present.kind) {
    const [was, is] = [written(before), written(after)]
    return was === is ? [] : [{ path, before: was, after: is }]
  }
  const names = new Set([...present.parts.keys(), ...old.parts.keys()])
  return [...names].flatMap((name) =>
    objectChanges(old.parts.get(name), present.parts.get(name), pathTo(path, name, present.kind)),
  )
}

/**
 * The state before an event, by what it says itself (`previous_attributes`): what changed, as it was; of an object within the object the
 * changed parts alone, null also for one that was not there. https://docs.stripe.com/api/events/object
 */
export function stateBefore(object: unknown, previous: unknown): unknown {
  if (!isPlain(object) || !isPlain(previous)) return previous
  const parts = Object.entries(previous).map(([name, was]) => [name, stateBefore(object[name], was)])
  return { ...object, ...Object.fromEntries(parts) }
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

type Parts = { kind: 'object' | 'list' | 'list of ids'; parts: Map<string, unknown> }

function partsOf(value: unknown): Parts | null {
  if (typeof value !== 'object' || value === null) return null
  if (!Array.isArray(value)) return { kind: 'object', parts: new Map(Object.entries(value)) }
  const ids = new Set(value.map(idOf))
  // An element that moved has not changed.
  return value.length > 0 && ids.size === value.length && !ids.has(null)
    ? { kind: 'list of ids', parts: new Map(value.map((element) => [String(idOf(element)), element])) }
    : { kind: 'list', parts: new Map(value.map((element, index) => [String(index), element])) }
}

function idOf(element: unknown): string | null {
  if (typeof element !== 'object' || element === null) return null
  const { id } = element as { id?: unknown }
  return typeof id === 'string' ? id : null
}

function pathTo(path: string, name: string, kind: Parts['kind']): string {
  if (kind !== 'object') return `${path}[${name}]`
  return path === '' ? name : `${path}.${name}`
}

function written(value: unknown): string | null {
  return value === undefined ? null : JSON.stringify(value)
}
