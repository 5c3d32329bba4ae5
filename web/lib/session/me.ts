'use client';
/** The signed-in person, as the platform has them now. */
import { type UseMutationResult, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { account } from '../../../lambdas/flows/account/contract.ts';
import { createClient } from '../../../lambdas/kernel/http/client.ts';
import type { ProfileChange, User } from '../api.ts';
import { answered } from '../retries.ts';
import { authorized, session } from './browser.ts';
import { useSignedIn } from './signed-in.tsx';

const client = createClient({ account }).account;
const key = ['users', 'me'];
const freshMs = 60_000;

export interface Me {
  user: User;
  /** Why the last read brought nothing; `user` is of before then. */
  error: Error | null;
  isReading: boolean;
  readAgain(): void;
}

/**
 * The person, first as the sign-in or the refresh answered them, so that a page load costs no read of its own. Read
 * again whenever the tab comes to the front: a session that has ended elsewhere is noticed by it.
 */
export function useMe(): Me {
  const { user, readAt } = useSignedIn();
  const { error, isFetching, refetch } = useQuery({
    queryKey: key,
    queryFn: async () => keep(await answered(authorized((bearer) => client.getMe({ bearer })))),
    initialData: user,
    initialDataUpdatedAt: readAt,
    staleTime: freshMs,
    refetchOnWindowFocus: 'always',
  });
  return { user, error, isReading: isFetching, readAgain: () => void refetch() };
}

type UpdateAnswer = Awaited<ReturnType<typeof client.updateMe>>;

/** Changes the person's profile. A refusal is an answer, not an error. */
export function useUpdateMe(): UseMutationResult<UpdateAnswer, Error, ProfileChange> {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body) => authorized((bearer) => client.updateMe({ bearer, body })),
    onSuccess: (answer) => {
      if (answer.ok) queries.setQueryData(key, keep(answer.data));
    },
  });
}

/** The session shows what was read last, by whichever way. */
function keep(user: User): User {
  session.setUser(user);
  return user;
}
