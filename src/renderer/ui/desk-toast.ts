// Short confirmations that may come late: what is said of a desk that the operator has left by then names it. It must never let
// an answer pass for one about the desk that is shown.
import { useDesks } from '../bridge/desk-queries.ts'
import { useHere } from '../state/here.ts'
import type { Desk } from '../../contract/desks.ts'
import { deskName } from './words/desk-words.ts'
import { toast, type Said } from './toast.tsx'

/** `about`: where it is another desk than the one that is shown. */
export function useDeskToast(about?: Desk): (said: Said) => void {
  const shown = useHere((state) => state.deskId)
  const desks = useDesks().data
  const desk = about ?? desks?.find(({ id }) => id === shown)
  return (said) => {
    const left = desk !== undefined && useHere.getState().deskId !== desk.id
    toast(left ? { ...said, title: `${deskName(desk)}: ${said.title}` } : said)
  }
}
