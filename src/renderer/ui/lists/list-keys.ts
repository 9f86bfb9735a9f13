// The keys that every list screen has, wherever focus is, short of a field or a dialog: j and k, and the arrows from nowhere.
import type { RefObject } from 'react'
import { isNowhere } from '../screen-title.tsx'
import { useShortcuts } from '../shortcuts.ts'
import type { RowsHandle } from './virtual-rows.ts'

export function useMoveKeys(list: RefObject<RowsHandle | null>): void {
  const fromNowhere = (step: number) => (): void | false => (isNowhere() ? list.current?.move(step) : false)
  useShortcuts(
    {
      j: () => list.current?.move(1),
      k: () => list.current?.move(-1),
      down: fromNowhere(1),
      up: fromNowhere(-1),
    },
    { repeating: true },
  )
}
