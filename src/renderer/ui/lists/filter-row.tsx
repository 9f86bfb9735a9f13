// The filters above a list, in one line however narrow the list is, so that it keeps its place when the inspector opens beside it.
import type { ReactNode } from 'react'
import { Sideways } from '../sideways.tsx'

export function FilterRow({ label, children }: { label: string; children: ReactNode }) {
  return (
    <Sideways role="search" label={label} className="pt-1 pb-2.5" line="gap-2 px-4">
      {children}
    </Sideways>
  )
}
