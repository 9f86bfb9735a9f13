// Which desk the window is at, and the switch that led there. Whoever keeps something of a desk outside its screens asks here
// whether it may still be kept. It must never say a desk before what belonged to the one before is gone (app/desk-boundary.tsx).
import { create } from 'zustand'

interface Here {
  /** Null at the start screen; undefined until the first screen is shown. */
  deskId: string | null | undefined
  /** The desk whose arrival is being announced. */
  announcing: string | null
}

export const useHere = create<Here>(() => ({ deskId: undefined, announcing: null }))
