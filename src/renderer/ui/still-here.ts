// Whether what asked something is still on the screen when the answer comes: an answer must not be lost with the dialog that was closed, nor close
// another one.
import { useCallback, useEffect, useRef } from 'react'

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
