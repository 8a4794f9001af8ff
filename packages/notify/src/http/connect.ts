import { Agent, type Dispatcher } from 'undici';

/** Opens connections, at most so many, to the server of an address: straight to it, or as the program knows to reach it. */
export type Connect = (url: string, connections: number) => Dispatcher;

export const straight: Connect = (_url, connections) => new Agent({ connections });
