// The ways to another desk: one act for the menu, the palette and the keys. Switching is going to its address; the wall between
// desks (desk-boundary.tsx) does the rest.
import { useCallback } from 'react'
import { useLocation } from 'wouter'
import type { Desk } from '../../contract/desks.ts'
import { useDesks } from '../bridge/desk-queries.ts'
import { isScreen, screenPlace } from '../state/places.ts'
import { inOrderShown } from '../ui/words/desk-words.ts'
import { useShortcuts } from '../ui/shortcuts.ts'

/** Goes to the same screen of the other desk, without the filters and the open row of this one. */
export function useSwitchDesk(): (desk: Desk) => void {
  const [path, navigate] = useLocation()
  return useCallback(
    (desk: Desk) => {
      const screen = path.split('/')[3]
      navigate(screenPlace(desk.id, isScreen(screen) ? screen : 'payments'))
    },
    [path, navigate],
  )
}

/** mod+1 to mod+9, in the order of the menu. Not while a dialog asks something. */
export function useSwitchKeys(): void {
  const desks = inOrderShown(useDesks().data ?? [])
  const switchTo = useSwitchDesk()
  const bindings = desks.slice(0, 9).map((desk, index) => [`mod+${index + 1}`, () => switchTo(desk)] as const)
  useShortcuts(Object.fromEntries(bindings), { whileTyping: true })
}
