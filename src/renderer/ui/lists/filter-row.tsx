// The filters above a list, in one line however narrow the list is, so that it keeps its place when the inspector opens beside it.
import type { ReactNode } from 'react'
import { OneLine } from '../one-line.tsx'

export function FilterRow({ label, children }: { label: string; children: ReactNode }) {
  return (
    <OneLine role="search" label={label} height={30} className="mb-1.5" line="gap-x-2 px-4">
      {children}
    </OneLine>
  )
}
