// Where the window was, and where it may be now: a place saved on a screen that is gone is corrected.
// It must never put a window where nobody can reach its title bar.
import type { Rectangle } from 'electron'
import { z } from 'zod'

const windowStateSchema = z.object({
  x: z.int(),
  y: z.int(),
  width: z.int().positive(),
  height: z.int().positive(),
  maximized: z.boolean(),
})
export type WindowState = z.infer<typeof windowStateSchema>

/** Where to put a window; without x and y the system centres it. All in device-independent pixels. */
export interface Placement {
  x?: number
  y?: number
  width: number
  height: number
  maximized: boolean
}

export const smallest = { width: 960, height: 600 }
const usual = { width: 1280, height: 800 }
/** So much of the title bar must be on one screen for a hand to catch it. */
const grip = { width: 120, height: 32 }

function overlap(from: number, size: number, areaFrom: number, areaSize: number): number {
  return Math.min(from + size, areaFrom + areaSize) - Math.max(from, areaFrom)
}

function isReachable(state: WindowState, area: Rectangle): boolean {
  return (
    state.y >= area.y &&
    overlap(state.x, state.width, area.x, area.width) >= grip.width &&
    overlap(state.y, grip.height, area.y, area.height) >= grip.height
  )
}

/**
 * A place for the window.
 * @param saved what window.json held, whatever it is
 * @param workAreas of every screen there is now, the primary one first
 */
export function placeWindow(saved: unknown, workAreas: readonly Rectangle[]): Placement {
  const primary = workAreas[0]
  const fit = (
    size: { width: number; height: number },
    area = primary,
  ): { width: number; height: number } => ({
    width: Math.max(smallest.width, Math.min(size.width, area?.width ?? size.width)),
    height: Math.max(smallest.height, Math.min(size.height, area?.height ?? size.height)),
  })
  const parsed = windowStateSchema.safeParse(saved)
  if (!parsed.success) return { ...fit(usual), maximized: false }
  const state = parsed.data
  for (const area of workAreas) {
    // Fitted first: a window made smaller may no longer reach the screen that it reached.
    const place = { ...state, ...fit(state, area) }
    if (isReachable(place, area)) return place
  }
  return { ...fit(state), maximized: state.maximized }
}
