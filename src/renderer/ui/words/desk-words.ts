// Desks in words, and by the business that they are of. Pure; a desk is never named without its mode.
import type { BusinessColor, Desk } from '../../../contract/desks.ts'
import { modeWord } from '../../../domain/desk-title.ts'

export { modeWord, type ModeWord } from '../../../domain/desk-title.ts'

/** "Hopper Instruments, LIVE". */
export function deskName(desk: Desk): string {
  return `${desk.businessName}, ${modeWord(desk)}`
}

export function moneyWord({ kind, mode }: Pick<Desk, 'kind' | 'mode'>): string {
  if (kind === 'demo') return 'Made-up data'
  return mode === 'live' ? 'Real money' : 'No real money'
}

/** How a desk stands, where that is not what anybody would expect of it. */
export function standingWord(desk: Desk): string {
  switch (desk.state) {
    case 'open':
    case 'closed':
      return desk.access.orders === 'refused' ? 'Read-only' : ''
    case 'opening':
      return desk.doing ?? 'Opening…'
    case 'needs_key':
      return 'Needs its key again'
    case 'failed':
      return 'Could not be opened'
  }
}

export interface Business {
  id: string
  name: string
  color: BusinessColor
  /** Test before live. */
  desks: readonly Desk[]
  /** The mode of which it has no desk; null where it has both or can't have the other: the demo, and what is at a base URL. */
  lacks: Desk['mode'] | null
}

/** In the order of the list, which is the operator's. */
export function businessesOf(desks: readonly Desk[]): Business[] {
  const ids = [...new Set(desks.map(({ businessId }) => businessId))]
  return ids.flatMap((id) => {
    const its = desks
      .filter(({ businessId }) => businessId === id)
      .toSorted((one, other) => Number(one.mode === 'live') - Number(other.mode === 'live'))
    const [first] = its
    if (!first) return []
    const modes = its.map(({ mode }) => mode)
    const missing = (['live', 'test'] as const).find((mode) => !modes.includes(mode)) ?? null
    const isElsewhere = its.some(({ kind, baseUrl }) => kind === 'demo' || baseUrl !== undefined)
    const lacks = isElsewhere ? null : missing
    return [{ id, name: first.businessName, color: first.color, desks: its, lacks }]
  })
}

/** Every desk in the order in which it is shown: the first nine have a key. */
export function inOrderShown(desks: readonly Desk[]): Desk[] {
  return businessesOf(desks).flatMap((business) => business.desks)
}

/** "mod+3" for the third; undefined from the tenth on. */
export function keysOfDesk(shown: readonly Desk[], deskId: string): string | undefined {
  const place = shown.findIndex(({ id }) => id === deskId)
  return place >= 0 && place < 9 ? `mod+${place + 1}` : undefined
}
