// Reading much in order to save it: one at a time; that it goes on is said once it takes longer than a second; nothing is saved of what was
// let go of, or whose screen has left.
import { useEffect, useRef, useState } from 'react'
import { toast } from './toast.tsx'

/** Longer than this, it is said that it goes on. Milliseconds. */
export const patience = 1000

/** `what` is to be saved: "The receipt". */
export function useSlowWork(what: string) {
  const [busy, setBusy] = useState(false)
  const [slow, setSlow] = useState(false)
  /** What reads now; what is saved already can't be let go of any more. */
  const reading = useRef<symbol | null>(null)
  const underWay = useRef(false)
  const end = (): void => {
    reading.current = null
    underWay.current = false
    setBusy(false)
    setSlow(false)
  }
  useEffect(
    () => () => {
      if (reading.current === null) return
      reading.current = null
      toast({
        title: `${what} was not saved`,
        description: 'The screen was left before all of it was read.',
      })
    },
    [what],
  )
  /** `read` answers null where there is nothing to save, and has said why. */
  const run = async <Read>(
    read: (stillWanted: () => boolean) => Promise<Read | null>,
    save: (read: Read) => Promise<void>,
  ): Promise<void> => {
    if (underWay.current) return
    const mine = Symbol(what)
    const stillWanted = (): boolean => reading.current === mine
    reading.current = mine
    underWay.current = true
    setBusy(true)
    const waiting = setTimeout(() => stillWanted() && setSlow(true), patience)
    const found = await read(stillWanted)
    clearTimeout(waiting)
    if (!stillWanted()) return
    reading.current = null
    setSlow(false)
    if (found !== null) await save(found)
    end()
  }
  return { busy, slow, run, letGo: end }
}
