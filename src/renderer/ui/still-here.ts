// Whether what asked something is still on the screen when the answer comes: an answer must not be lost with the dialog that was closed, nor close
// another one.
import { useCallback, useEffect, useRef } from 'react'
import { stayedFrom } from '../state/here.ts'

export function useStillHere(): () => boolean {
  const here = useRef(true)
  useEffect(() => {
    here.current = true
    return () => {
      here.current = false
    }
  }, [])
  return useCallback(() => here.current, [])
}

/** To be called when something is asked; to what it gives, when the answer comes: whoever went elsewhere and came back has not stayed. */
export function useStayed(): () => () => boolean {
  const stillHere = useStillHere()
  return useCallback(() => {
    const sameAddress = stayedFrom()
    return () => stillHere() && sameAddress()
  }, [stillHere])
}
