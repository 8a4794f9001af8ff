import type { DatabaseFault, MatcherFault } from '@roamwatch/core';
import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { FailurePage } from '../pages/failure.js';
import { SessionEndedPage } from '../pages/session-ended.js';
import { UnreadableForm } from './form.js';
import { render } from './render.js';
import { typedIn } from './typed-in.js';
import type { PageEnv, Viewing } from './viewing.js';
import { wantsHtml } from './wants-html.js';

/** Answers where there is no page: for people as a page, for programs as a line of text. */
export class FailureResponder {
  constructor(
    private readonly viewing: Viewing,
    private readonly onError: (error: unknown, path: string) => DatabaseFault | null,
  ) {}

  notFound(c: Context<PageEnv>): Promise<Response> {
    const { errors } = this.viewing.bare(c).words;
    return this.answer(c, 404, errors.notFound, errors.notFoundHint);
  }

  noSuchEsim(c: Context<PageEnv>): Promise<Response> {
    const { errors } = this.viewing.bare(c).words;
    return this.answer(c, 404, errors.noSuchEsim, errors.noSuchEsimHint);
  }

  forbidden(c: Context<PageEnv>): Promise<Response> {
    const { errors } = this.viewing.bare(c).words;
    return this.answer(c, 403, errors.forbidden, errors.forbiddenHint);
  }

  /** With what was typed, where it is text of a usual length. */
  async sessionEnded(c: Context<PageEnv>): Promise<Response> {
    const fields = await typedIn(c);
    return render(c, <SessionEndedPage view={this.viewing.bare(c)} fields={fields} />, 401);
  }

  badRequest(c: Context<PageEnv>, hint: string): Promise<Response> {
    return this.answer(c, 400, this.viewing.bare(c).words.errors.badRequest, hint);
  }

  /** A form that lacks what the page always sends. */
  incompleteForm(c: Context<PageEnv>): Promise<Response> {
    return this.badRequest(c, this.viewing.bare(c).words.errors.unreadableForm);
  }

  wrongMatcher(c: Context<PageEnv>, { kind, part, known }: MatcherFault): Promise<Response> {
    return this.badRequest(c, this.viewing.bare(c).words.silences.faults[kind](part, known.join(', ')));
  }

  tooLarge(c: Context<PageEnv>, limit: number): Promise<Response> {
    const { words, format } = this.viewing.bare(c);
    return this.answer(c, 413, words.errors.tooLarge, words.errors.tooLargeHint(format.bytes(limit)));
  }

  notAllowed(c: Context<PageEnv>, methods: string): Response {
    return c.text(`only ${methods}\n`, 405, { Allow: methods });
  }

  broken(c: Context<PageEnv>, error: unknown): Response | Promise<Response> {
    if (error instanceof HTTPException) return error.getResponse();
    if (error instanceof UnreadableForm || isHangUp(error)) return this.incompleteForm(c);
    const { errors } = this.viewing.bare(c).words;
    const fault = this.onError(error, c.req.path);
    const hint = fault === null ? errors.brokenHint : errors.database[fault];
    return this.answer(c, 500, errors.broken, hint);
  }

  async answer(
    c: Context<PageEnv>,
    status: ContentfulStatusCode,
    title: string,
    hint: string,
  ): Promise<Response> {
    if (!wantsHtml(c)) return c.text(`${title}: ${hint}\n`, status);
    return render(c, <FailurePage view={this.viewing.bare(c)} title={title} hint={hint} />, status);
  }
}

/** What Node.js reports of a request whose sender went away before its body was complete: no failure of ours. */
function isHangUp(error: unknown): boolean {
  return (
    error instanceof Error && error.message === 'aborted' && 'code' in error && error.code === 'ECONNRESET'
  );
}
