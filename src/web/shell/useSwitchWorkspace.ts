import { useNavigate } from '@tanstack/react-router'

/** Goes to the first page of another workspace. */
export function useSwitchWorkspace(): (slug: string) => void {
  const navigate = useNavigate()
  return (slug) => void navigate({ to: `/${slug}/today` })
}
