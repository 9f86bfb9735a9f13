// Which desk and screen the window is at, and the switch that led there. Whoever keeps something of a desk outside its screens asks here
// whether it may still be kept. It must never say a desk before what belonged to the one before is gone (app/desk-boundary.tsx).
import { create } from 'zustand'

interface Here {
  /** Null at the start screen; undefined until the first screen is shown. */
  deskId: string | null | undefined
  /** The desk whose arrival is being announced. */
  announcing: string | null
  /** How often the engine was started again while this page was there. */
  engineRestarts: number
  /** The title of the screen that one has come to; empty at the first one, undefined before it. */
  arrivedAt: string | undefined
}

export const useHere = create<Here>(() => ({
  deskId: undefined,
  announcing: null,
  engineRestarts: 0,
  arrivedAt: undefined,
}))

/** Answers whether another screen was shown before. */
export function arriveAtScreen(title: string): boolean {
  const isFirst = useHere.getState().arrivedAt === undefined
  useHere.setState({ arrivedAt: isFirst ? '' : title })
  return !isFirst
}

/** To be asked when an answer comes: whether the window is still at the address where it was asked, or whoever asked has gone elsewhere. */
export function stayedFrom(): () => boolean {
  const address = window.location.hash
  return () => window.location.hash === address
}
