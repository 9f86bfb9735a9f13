// Reads what other screens are made of once there is something of the desk to show: until then its first screen waits for rows.
import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useFreshness } from '../bridge/desk-queries.ts'
import { readLetters } from '../ui/fonts.ts'
import { readOverlaysAhead } from './overlays.tsx'
import { readScreen, readScreensAhead } from './screens.tsx'

const readFirst = async (): Promise<void> => {
  await readLetters()
  await readOverlaysAhead()
}

export function ReadAhead({ deskId }: { deskId: string }) {
  const client = useQueryClient()
  const { data } = useFreshness(deskId)
  const begun = data !== undefined && (data.loaded > 0 || data.phase === 'current')
  useEffect(() => (begun ? readScreensAhead(client, readScreen, readFirst) : undefined), [client, begun])
  return null
}
