// Reads what other screens are made of once there is something of the desk to show: until then its first screen waits for rows.
import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useFreshness } from '../bridge/desk-queries.ts'
import { readScreensAhead } from './screens.tsx'

export function ReadAhead({ deskId }: { deskId: string }) {
  const client = useQueryClient()
  const { data } = useFreshness(deskId)
  const begun = data !== undefined && (data.loaded > 0 || data.phase === 'current')
  useEffect(() => (begun ? readScreensAhead(client) : undefined), [client, begun])
  return null
}
