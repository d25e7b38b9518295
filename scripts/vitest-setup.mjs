import { chooseSwiftshader } from './swiftshader.mjs';

// Runs in every test process, before any test asks Dawn for an adapter.
chooseSwiftshader();
