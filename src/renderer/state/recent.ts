// What the operator opened on this desk since the window came to it, newest first, so that it is found again without typing.
// It is kept for this run alone and let go with the desk: it must never be stored.
import { create } from 'zustand'
import type { SearchKind } from '../../contract/search.ts'
import { useHere } from './here.ts'

export interface Recent {
  kind: SearchKind
  /** Of the object at Stripe. */
  id: string
  title: string
  subtitle: string
  /** Where it is shown. */
  place: string
}

const most = 8

export const useRecent = create<{ recent: readonly Recent[] }>(() => ({ recent: [] }))

/** What is opened again moves to the front. What another desk shows is not noted. */
export function noteRecent(deskId: string, opened: Recent): void {
  const here = useHere.getState().deskId
  if (here !== undefined && here !== deskId) return
  useRecent.setState(({ recent }) => ({
    recent: [opened, ...recent.filter(({ id }) => id !== opened.id)].slice(0, most),
  }))
}

export function forgetRecent(): void {
  useRecent.setState({ recent: [] })
}
