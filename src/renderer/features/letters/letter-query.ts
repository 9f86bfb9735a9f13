// Which letters are asked for, as the address says it. Pure.
import type { DraftState } from '../../bridge/letter-queries.ts'
import { searchOf } from '../../state/address-query.ts'
import { letterLook, letterStates } from './letter-looks.ts'

export interface LetterQuery {
  state: DraftState
}

export const askedStates: readonly DraftState[] = [...letterStates, 'all']

export const stateWord = (state: DraftState): string => (state === 'all' ? 'All' : letterLook(state).word)

export function parseLetterQuery(search: string): LetterQuery {
  const given = new URLSearchParams(search).get('state')
  return { state: askedStates.find((state) => state === given) ?? 'open' }
}

export const formatLetterQuery = ({ state }: LetterQuery): string =>
  searchOf({ state: state === 'open' ? '' : state })

export const toFilter = ({ state }: LetterQuery): DraftState => state
